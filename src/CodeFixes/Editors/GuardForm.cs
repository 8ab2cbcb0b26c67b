using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>How a type takes one of its guards: with <c>lock</c>, with <c>WaitAsync</c> or <c>Wait</c> and <c>finally</c>, or with <c>using</c>.</summary>
internal sealed class GuardForm
{
    private readonly Func<IEnumerable<StatementSyntax>, IEnumerable<StatementSyntax>> _hold;

    private GuardForm(bool isReentrant, Func<IEnumerable<StatementSyntax>, IEnumerable<StatementSyntax>> hold)
    {
        IsReentrant = isReentrant;
        _hold = hold;
    }

    /// <summary>True where who holds it may take it again.</summary>
    public bool IsReentrant { get; }

    /// <summary>The statements with the guard around them.</summary>
    public IEnumerable<StatementSyntax> Hold(IEnumerable<StatementSyntax> inside) => _hold(inside);

    /// <summary>The form to use around <paramref name="range"/>; null where the guard is taken in no way that a body of this kind can use.</summary>
    public static GuardForm? Of(FixSite site, GuardRange range, ISymbol? gate, INamedTypeSymbol type)
    {
        var isAsync = Bodies.IsAsync(site.Body);
        var waits = false;
        foreach (var scope in type.DeclaringSyntaxReferences.Select(r => r.GetSyntax()))
        {
            var model = scope.SyntaxTree == site.Model.SyntaxTree ? site.Model : site.Model.Compilation.GetSemanticModel(scope.SyntaxTree);
            foreach (var node in scope.DescendantNodes())
            {
                switch (node)
                {
                    case LockStatementSyntax held when Is(held.Expression, gate, model):
                        return Lock(held.Expression);
                    case UsingStatementSyntax { Expression: { } resource } use when Takes(resource, gate, model, isAsync, use.AwaitKeyword):
                        return Using(resource);
                    case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, Declaration.Variables: { Count: 1 } variables } use
                        when variables[0].Initializer is { } value && Takes(value.Value, gate, model, isAsync, use.AwaitKeyword):
                        return Using(value.Value);
                    case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait", Expression: var receiver } } when Is(receiver, gate, model):
                        waits = true;
                        break;
                }
            }
        }

        if (gate is null || !GuardField.IsExclusive(gate) || (!isAsync && !waits))
            return null;
        var name = SemaphoreGuardEditor.Reference(site, gate.Name, gate is IFieldSymbol { IsStatic: false });
        return new GuardForm(isReentrant: false, inside => SemaphoreGuardEditor.Held(site, range, inside, name, isAsync));
    }

    private static bool Is(ExpressionSyntax expression, ISymbol? gate, SemanticModel model) =>
        gate is null ? expression is ThisExpressionSyntax : SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(expression).Symbol?.OriginalDefinition, gate.OriginalDefinition);

    private static bool Takes(ExpressionSyntax resource, ISymbol? gate, SemanticModel model, bool isAsync, SyntaxToken awaits)
    {
        if (gate is null || !awaits.IsKind(SyntaxKind.None) || (resource is AwaitExpressionSyntax && !isAsync))
            return false;
        return resource.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>().Any(access => access.Parent is InvocationExpressionSyntax && Is(access.Expression, gate, model));
    }

    private static GuardForm Lock(ExpressionSyntax gate) =>
        new(isReentrant: true, inside => new[] { SyntaxFactory.LockStatement(gate.WithoutTrivia(), Statements.Block(inside)).WithAdditionalAnnotations(Formatter.Annotation) });

    private static GuardForm Using(ExpressionSyntax resource) =>
        new(isReentrant: false, inside => new[] { SyntaxFactory.UsingStatement(null, resource.WithoutTrivia(), Statements.Block(inside)).WithAdditionalAnnotations(Formatter.Annotation) });
}
