using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary><c>_n++</c> becomes <c>Interlocked.Increment(ref _n)</c>, <c>_all = _all.Add(x)</c> becomes <c>ImmutableInterlocked.Update(ref _all, …)</c>.</summary>
internal static class InterlockedEditor
{
    /// <summary>The root with the one step, and the API that makes it; null where there is none for the type or the form.</summary>
    public static (SyntaxNode Root, string Call)? Edit(FixSite site)
    {
        if (Target(site.Write) is not { } target || site.Write is not ExpressionSyntax write || Type(site, target) is not { } type)
            return null;
        var isUsed = write.Parent is not (ExpressionStatementSyntax or ForStatementSyntax) && !(write.Parent is LambdaExpressionSyntax or ArrowExpressionClauseSyntax && !GivesValue(site));
        var call = IsNumber(type) ? Number(site, write, target, type, isUsed) : Immutable(site, write, target, type, isUsed);
        if (call is not { } made)
            return null;
        var owner = Import(site, made.Owner == "Interlocked" ? "System.Threading" : "System.Collections.Immutable", made.Owner);
        var invocation = SyntaxFactory.InvocationExpression(
            SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, owner, SyntaxFactory.IdentifierName(made.Method)),
            SyntaxFactory.ParseArgumentList($"(ref {target.WithoutTrivia()}{made.Arguments})"));
        ExpressionSyntax result = made.Suffix.Length == 0 ? invocation : SyntaxFactory.ParenthesizedExpression(SyntaxFactory.BinaryExpression(made.Suffix == "-" ? SyntaxKind.SubtractExpression : SyntaxKind.AddExpression, invocation, SyntaxFactory.ParseExpression("1")).NormalizeWhitespace());
        return (site.Root.ReplaceNode(write, result.WithTriviaFrom(write)), $"{made.Owner}.{made.Method}");
    }

    private static (string Owner, string Method, string Arguments, string Suffix)? Number(FixSite site, ExpressionSyntax write, ExpressionSyntax target, ITypeSymbol type, bool isUsed)
    {
        switch (write)
        {
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression }:
                return ("Interlocked", "Increment", "", isUsed ? "-" : "");
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostDecrementExpression }:
                return ("Interlocked", "Decrement", "", isUsed ? "+" : "");
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression }:
                return ("Interlocked", "Increment", "", "");
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreDecrementExpression }:
                return ("Interlocked", "Decrement", "", "");
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } add:
                return ("Interlocked", "Add", ", " + add.Right, "");
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SubtractAssignmentExpression } subtract when type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64:
                return ("Interlocked", "Add", ", -" + InParentheses(subtract.Right), "");
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.OrAssignmentExpression } set when !isUsed:
                return ("Interlocked", "Or", ", " + set.Right, "");
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AndAssignmentExpression } mask when !isUsed:
                return ("Interlocked", "And", ", " + mask.Right, "");
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum }:
                var other = IsSame(site, sum.Left, target) ? sum.Right : IsSame(site, sum.Right, target) ? sum.Left : null;
                return other is null || Names(site, other, target) ? null : ("Interlocked", "Add", ", " + other, "");
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } difference }
                when IsSame(site, difference.Left, target) && !Names(site, difference.Right, target) && type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64:
                return ("Interlocked", "Add", ", -" + InParentheses(difference.Right), "");
            default:
                return null;
        }
    }

    /// <summary>A step on an immutable collection may run again where another thread was faster: what it is given must only be read.</summary>
    private static (string Owner, string Method, string Arguments, string Suffix)? Immutable(FixSite site, ExpressionSyntax write, ExpressionSyntax target, ITypeSymbol type, bool isUsed)
    {
        if (isUsed || type.ContainingNamespace?.ToDisplayString() != "System.Collections.Immutable"
            || write is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax step } call }
            || !IsSame(site, step.Expression, target) || call.ArgumentList.Arguments.Any(a => Names(site, a.Expression, target) || !Purity.IsPure(a.Expression, site.Model)))
        {
            return null;
        }

        var name = new NameScope(Bodies.Member(write)).Take("current", "items", "value");
        return ("ImmutableInterlocked", "Update", $", {name} => {name}.{step.Name}{call.ArgumentList}", "");
    }

    /// <summary>What is written, where it is a field or local that can be passed by reference.</summary>
    private static ExpressionSyntax? Target(SyntaxNode write) => write switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left,
        PostfixUnaryExpressionSyntax postfix => postfix.Operand,
        PrefixUnaryExpressionSyntax prefix => prefix.Operand,
        _ => null,
    };

    private static ITypeSymbol? Type(FixSite site, ExpressionSyntax target) => site.Model.GetSymbolInfo(target).Symbol switch
    {
        IFieldSymbol { IsReadOnly: false, IsVolatile: false } field => field.Type,
        ILocalSymbol { IsRef: false } local => local.Type,
        _ => null,
    };

    private static bool IsNumber(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 or SpecialType.System_UInt64;

    private static bool GivesValue(FixSite site) =>
        Bodies.Symbol(site.Model, site.Body) is { ReturnsVoid: false } method && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { Arity: 0 });

    private static bool IsSame(FixSite site, ExpressionSyntax expression, ExpressionSyntax target) =>
        expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
        && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(expression).Symbol, site.Model.GetSymbolInfo(target).Symbol);

    private static bool Names(FixSite site, SyntaxNode expression, ExpressionSyntax target) =>
        site.Model.GetSymbolInfo(target).Symbol is not { } symbol || Accesses.Of(symbol, expression, site.Model).Any();

    private static string InParentheses(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax or LiteralExpressionSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax ? expression.ToString() : $"({expression})";

    /// <summary>The name of a type, with a mark for the import where it is not in scope.</summary>
    internal static NameSyntax Import(FixSite site, string space, string name)
    {
        var position = site.Write.SpanStart;
        var plain = name.Contains('<') ? name.Substring(0, name.IndexOf('<')) : name;
        return site.Model.LookupNamespacesAndTypes(position, name: plain).Any(s => s.ContainingNamespace?.ToDisplayString() == space)
            ? SyntaxFactory.ParseName(name)
            : SyntaxFactory.ParseName($"global::{space}.{name}").WithAdditionalAnnotations(Cleanup.Import);
    }
}
