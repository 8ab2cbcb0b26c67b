using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Which state of a type its bodies change while they hold a semaphore, other than by one atomic step; names and braces tell.</summary>
internal sealed class StateUnderSemaphore
{
    private readonly IReadOnlyList<MemberOutline> _members;
    private readonly bool _ofAll;
    private readonly HashSet<string> _assignable = new(StringComparer.Ordinal);
    private readonly HashSet<string> _collections = new(StringComparer.Ordinal);

    /// <summary>Of these members.</summary>
    /// <param name="members">The members of the type.</param>
    /// <param name="ofAll">True for the state of all objects only.</param>
    public StateUnderSemaphore(IReadOnlyList<MemberOutline> members, bool ofAll)
    {
        _members = members;
        _ofAll = ofAll;
        foreach (var member in members)
        {
            if (member.Node is not (FieldDeclarationSyntax or PropertyDeclarationSyntax { ExpressionBody: null }))
                continue;
            var declaration = (MemberDeclarationSyntax)member.Node;
            if ((ofAll && !declaration.Modifiers.Any(SyntaxKind.StaticKeyword)) || declaration.AttributeLists.Any(l => l.Attributes.Any(a => a.Name.ToString().Contains("ThreadStatic"))))
                continue;
            if (!declaration.Modifiers.Any(SyntaxKind.ReadOnlyKeyword))
                _assignable.UnionWith(member.Names);
            if (TypeOf(declaration) is { } type && Collections.IsPlainName(type))
                _collections.UnionWith(member.Names);
        }
    }

    /// <summary>True where there is none.</summary>
    public bool IsEmpty => _assignable.Count == 0 && _collections.Count == 0;

    /// <summary>What is changed while the semaphore is held, and where; also by a private helper that is called there.</summary>
    /// <param name="semaphore">The name of the semaphore.</param>
    /// <param name="except">State that somebody else judges.</param>
    public (string Name, SyntaxNode Node)? ChangedUnder(string semaphore, Func<string, bool> except)
    {
        foreach (var member in _members)
        {
            if (!member.Takes)
                continue;
            foreach (var region in member.Regions.Where(r => r.Guard == semaphore))
            {
                foreach (var node in member.Node.DescendantNodes(region.Span))
                {
                    if (!region.Span.Contains(node.Span) || HoldsMore(node, member, semaphore))
                        continue;
                    if (ChangedBy(node, member) is { } name && !except(name) && Depends(node, name, member.Node, region.Span))
                        return (name, node);
                    if (HelperOf(node) is not { } helper || helper.Regions.Any(r => r.Guard == semaphore))
                        continue;
                    foreach (var inside in helper.Node.DescendantNodes(static n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
                    {
                        if (ChangedBy(inside, helper) is { } changed && !except(changed) && !HoldsMore(inside, helper, semaphore) && (Depends(inside, changed, helper.Node, helper.Node.Span) || IsSeenBefore(node, changed, member.Node, region.Span)))
                            return (changed, inside);
                    }
                }
            }
        }

        return null;
    }

    /// <summary>
    /// State of all objects that is only stored anew there (<c>LastPath = path;</c>) is as good with the value of another holder; what counts is what was seen of it
    /// before, under the same guard.
    /// </summary>
    private bool Depends(SyntaxNode node, string state, SyntaxNode body, TextSpan region) =>
        !_ofAll || node is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: not ElementAccessExpressionSyntax, Right: var value } || value.DescendantNodesAndSelf().Any(n => IsNamed(n, state))
        || IsSeenBefore(node, state, body, region);

    private static bool IsSeenBefore(SyntaxNode node, string state, SyntaxNode body, TextSpan region) =>
        body.DescendantNodes(region).Any(n => n.SpanStart >= region.Start && n.SpanStart < node.SpanStart && IsNamed(n, state));

    /// <summary>True where at least two members change or read it while they hold the semaphore, and none changes it without.</summary>
    public bool IsGuardedThroughout(string state, string semaphore)
    {
        var inside = 0;
        foreach (var member in _members)
        {
            if (!member.Mentions.ContainsKey(state) || member.Node is BaseFieldDeclarationSyntax or ConstructorDeclarationSyntax)
                continue;
            var regions = member.Locks ? member.Regions.Where(r => r.Guard == semaphore).ToList() : new List<GuardedRegion>();
            if (member.Node.DescendantNodes().Any(n => ChangedBy(n, member) == state && !regions.Any(r => r.Span.Contains(n.Span))))
                return false;
            if (member.Node.DescendantNodes().Any(n => n is IdentifierNameSyntax name && name.Identifier.ValueText == state && regions.Any(r => r.Span.Contains(n.Span))))
                inside++;
        }

        return inside >= 2;
    }

    /// <summary>The state that the node changes; null for none.</summary>
    private string? ChangedBy(SyntaxNode node, MemberOutline member)
    {
        var (target, inPlace) = node switch
        {
            AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } assignment => (assignment.Left, false),
            PrefixUnaryExpressionSyntax prefix when prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression) => (prefix.Operand, false),
            PostfixUnaryExpressionSyntax postfix when !postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression) => (postfix.Operand, false),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } when Mutators.Contains(access.Name.Identifier.ValueText) => (access.Expression, true),
            _ => (null, false),
        };
        if (target is ElementAccessExpressionSyntax element)
            (target, inPlace) = (element.Expression, true);
        var name = target switch
        {
            IdentifierNameSyntax own => own.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own => own.Name.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax type } own when member.Node.Parent is TypeDeclarationSyntax around && around.Identifier.ValueText == type.Identifier.ValueText => own.Name.Identifier.ValueText,
            _ => null,
        };
        return name is not null && (inPlace ? _collections : _assignable).Contains(name) && !(target is IdentifierNameSyntax && IsLocal(name, member.Node)) ? name : null;
    }

    /// <summary>Another guard is held there as well, and may be the one that counts.</summary>
    private static bool HoldsMore(SyntaxNode node, MemberOutline member, string semaphore) =>
        node.Ancestors().OfType<LockStatementSyntax>().Any() || (member.Locks && member.Regions.Any(r => r.Guard != semaphore && r.Span.Contains(node.Span)));

    private static bool IsNamed(SyntaxNode node, string state) => node is IdentifierNameSyntax name && name.Identifier.ValueText == state;

    /// <summary>The private method of the type that the node calls.</summary>
    private MemberOutline? HelperOf(SyntaxNode node)
    {
        var name = node switch
        {
            InvocationExpressionSyntax { Expression: IdentifierNameSyntax direct } => direct.Identifier.ValueText,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own } => own.Name.Identifier.ValueText,
            _ => null,
        };
        return name is null ? null : _members.FirstOrDefault(m => m.Node is MethodDeclarationSyntax method && method.Identifier.ValueText == name
            && !method.Modifiers.Any(static t => t.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword));
    }

    private static TypeSyntax? TypeOf(MemberDeclarationSyntax member) => member switch
    {
        FieldDeclarationSyntax field => field.Declaration.Type,
        PropertyDeclarationSyntax property => property.Type,
        _ => null,
    };

    private static bool IsLocal(string name, SyntaxNode member) => member.DescendantNodes().Any(n => (n is VariableDeclaratorSyntax variable && variable.Identifier.ValueText == name) || (n is ParameterSyntax parameter && parameter.Identifier.ValueText == name));
}
