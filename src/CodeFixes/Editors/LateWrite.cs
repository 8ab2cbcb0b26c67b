using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>The late statement taken apart: what is written, and by which name it can be read afterwards.</summary>
internal sealed class LateWrite
{
    private readonly FixSite _site;

    private LateWrite(FixSite site, StatementSyntax statement, ExpressionSyntax? value, ExpressionSyntax? stored)
    {
        _site = site;
        Statement = statement;
        Value = value;
        Stored = stored;
    }

    /// <summary>The statement.</summary>
    public StatementSyntax Statement { get; }

    /// <summary>The value that is written; null for an act on what the state holds.</summary>
    public ExpressionSyntax? Value { get; }

    /// <summary>The expression that reads what was written; null where there is none.</summary>
    public ExpressionSyntax? Stored { get; }

    /// <summary>The write of <paramref name="site"/>; null where it is of another form.</summary>
    public static LateWrite? TryCreate(FixSite site)
    {
        if (site.Write.Parent is not ExpressionStatementSyntax statement)
            return null;
        var (value, stored) = site.Write switch
        {
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } a => (a.Right, a.Left),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "TryAdd", Expression: var collection }, ArgumentList.Arguments: { Count: 1 or 2 } arguments } =>
                (arguments[arguments.Count - 1].Expression, arguments.Count == 2 ? Element(collection, arguments[0].Expression) : null),
            _ => default,
        };
        if (value is null || Statements.HasDirectives(statement) || value is AssignmentExpressionSyntax || (site.Write is InvocationExpressionSyntax && !AsksForPresence(site.Read)))
            return null;
        var place = statement.Expression.DescendantNodes(n => n != value).Where(n => n != value && n is ExpressionSyntax);
        return place.All(n => n == statement.Expression || Purity.IsPureStep(n, site.Model)) ? new LateWrite(site, statement, value, stored?.WithoutTrivia()) : null;
    }

    /// <summary>
    /// The use of an object that the state holds, or of an element that is taken out of it: it works on what is there now, so that it
    /// can be left out where nothing is. Null where <paramref name="site"/> is of another form.
    /// </summary>
    public static LateWrite? Act(FixSite site, ISymbol state)
    {
        if (ExpressionHost.Of(site.Write) is not { Statement: ExpressionStatementSyntax or LocalDeclarationStatementSyntax } host || Statements.HasDirectives(host.Statement))
            return null;
        var isUse = site.Write.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax && !Accesses.Of(state, site.Write, site.Model).Any(name => Accesses.WriteAt(name) is not null);
        var isTaken = site.Write is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dequeue" or "Pop" } } && site.Write.Parent is not ExpressionStatementSyntax;
        return isUse || isTaken ? new LateWrite(site, host.Statement, null, null) : null;
    }

    /// <summary>The statement with its value taken into a local first, where the value waits.</summary>
    public (StatementSyntax? Declaration, StatementSyntax Write) Hoist(NameScope names)
    {
        if (Value is null || !Value.DescendantNodesAndSelf().OfType<AwaitExpressionSyntax>().Any() || _site.Model.GetTypeInfo(Value).Type is not { } type)
            return (null, Statement);
        var name = names.ForValue(Value);
        return (_site.Style.Declare(_site.Model, Statement, name, type, Value), Statement.ReplaceNode(Value, SyntaxFactory.IdentifierName(name).WithTriviaFrom(Value)));
    }

    /// <summary>What is added because there is room for it is not the same thing as what others add: dropping it would lose it.</summary>
    private static bool AsksForPresence(SyntaxNode read) => read.AncestorsAndSelf().TakeWhile(n => n is not StatementSyntax).OfType<InvocationExpressionSyntax>()
        .Any(call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ContainsKey" or "TryGetValue" or "Contains" or "Any" or "Exists" });

    private static ExpressionSyntax Element(ExpressionSyntax collection, ExpressionSyntax key) =>
        SyntaxFactory.ElementAccessExpression(collection.WithoutTrivia(), SyntaxFactory.BracketedArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(key.WithoutTrivia()))));
}
